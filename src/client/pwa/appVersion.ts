/** The version of package.json, put in by vite.config.ts. */
declare const __APP_VERSION__: string;

/** Version of this app, as the server and the settings show it; `dev` where nothing was built (tests, benches). */
export const APP_VERSION: string = typeof __APP_VERSION__ === 'undefined' ? 'dev' : __APP_VERSION__;
