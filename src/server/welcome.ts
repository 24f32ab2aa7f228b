import { networkInterfaces } from 'node:os';
import { enrolUrl, formatEnrolCode } from '../protocol/enrolCode.ts';
import type { Config } from './config.ts';
import { alignedLines, qrLines } from './terminal.ts';

/** Someone the demo town lets in. */
export interface DemoSignIn {
  /** In both languages, such as `村委会 village office`. */
  readonly role: string;
  readonly village: string;
  /** What to type as the name in a browser, or the person's name on a tablet. */
  readonly name: string;
  readonly kind: 'password' | 'pin';
  /** Null when it was changed since, or when another data folder keeps it. */
  readonly secret: string | null;
}

/** What the first tablet scans. */
export interface WelcomeCode {
  readonly code: string;
  /** Whom it is for, such as `下湾村平板`. */
  readonly name: string;
}

export interface Welcome {
  readonly config: Pick<Config, 'tls' | 'publicUrl'>;
  readonly port: number;
  readonly signIns: readonly DemoSignIn[];
  readonly enrolment: WelcomeCode | null;
  /** No town is there yet: the words for how to make one are added. */
  readonly withoutTown: boolean;
}

/** The addresses this server can be reached at, in the order to print them. */
function addresses(config: Welcome['config'], port: number): readonly string[] {
  const local = `${scheme(config)}://localhost:${port}`;
  return [...(config.publicUrl === null ? [] : [config.publicUrl]), local, ...networkAddresses(config, port)];
}

/** The address for a QR code: another device can do nothing with `localhost`. */
export function tabletOrigin(config: Welcome['config'], port: number): string {
  return config.publicUrl ?? networkAddresses(config, port)[0] ?? `${scheme(config)}://localhost:${port}`;
}

function scheme(config: Welcome['config']): string {
  return config.tls === null ? 'http' : 'https';
}

function networkAddresses(config: Welcome['config'], port: number): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((at) => at.family === 'IPv4' && !at.internal)
    .map((at) => `${scheme(config)}://${at.address}:${port}`);
}

/** What the terminal shows once everything runs. */
export function welcomeText(welcome: Welcome): string {
  const { config, port, signIns, enrolment, withoutTown } = welcome;
  const urls = addresses(config, port);
  const secure = config.tls !== null || config.publicUrl?.startsWith('https:') === true;
  const lines = ['', '积分随行 Village Points 已启动 · is running', '', ...urls.map((url) => `  ${url}`)];
  if (!secure) {
    lines.push(
      '',
      '  其他设备上的摄像头和离线使用需要 HTTPS（见 docs/deploy.md）；本机用 localhost 即可。',
      '  On other devices, camera and offline use need HTTPS (docs/deploy.md); on this machine localhost will do.',
    );
  }
  if (withoutTown) {
    lines.push(
      '',
      '  数据库里还没有镇。另开一个窗口建一个 · There is no town yet. Make one from another terminal:',
      '  npm run town -- create --code CC --name 苍城镇',
    );
  }
  lines.push(...signInLines(signIns));
  if (enrolment !== null) lines.push('', ...enrolmentLines(enrolment, tabletOrigin(config, port)));
  lines.push('', 'Ctrl-C 停止 · to stop', '');
  return lines.join('\n');
}

function signInLines(signIns: readonly DemoSignIn[]): readonly string[] {
  const of = (kind: DemoSignIn['kind']) =>
    signIns
      .filter((who) => who.kind === kind)
      .map(({ village, role, name, secret }) => [village, role, name, secret ?? '（已改 · changed）']);
  if (signIns.length === 0) return [];
  return [
    '',
    '示范账号 · demo sign-ins: 浏览器用户名和密码 · user name and password in a browser',
    ...alignedLines(of('password')).map((line) => `  ${line}`),
    '平板 PIN · PINs on a tablet',
    ...alignedLines(of('pin')).map((line) => `  ${line}`),
  ];
}

/** A one-time code as text and as a QR that a tablet's camera reads from the screen. */
export function enrolmentLines({ code, name }: WelcomeCode, origin: string): readonly string[] {
  return [
    `登记设备 · enrol a device: ${formatEnrolCode(code)}  ${name}（30 分钟内有效，只能用一次 · valid 30 minutes, once）`,
    ...qrLines(enrolUrl(origin, code)),
  ];
}
