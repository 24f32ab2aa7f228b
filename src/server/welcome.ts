import { networkInterfaces } from 'node:os';
import QRCode from 'qrcode';
import type { Config } from './config.ts';

/** Someone the demo town lets in. */
export interface DemoSignIn {
  /** In both languages, such as `村委会 village office`. */
  readonly role: string;
  readonly name: string;
  readonly password: string;
}

export interface Welcome {
  readonly config: Pick<Config, 'tls' | 'publicUrl'>;
  readonly port: number;
  readonly signIns: readonly DemoSignIn[];
  /** What the first tablet scans; `null` if no code was made. */
  readonly enrolment: { readonly code: string; readonly qrText: string } | null;
}

/** The addresses this server can be reached at, the best one for a tablet first. */
export function addresses(config: Welcome['config'], port: number): readonly string[] {
  const scheme = config.tls === null ? 'http' : 'https';
  const local = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((at) => at.family === 'IPv4' && !at.internal)
    .map((at) => `${scheme}://${at.address}:${port}`);
  return [...(config.publicUrl === null ? [] : [config.publicUrl]), `${scheme}://localhost:${port}`, ...local];
}

/** What the terminal shows once everything runs. */
export async function welcomeText(welcome: Welcome): Promise<string> {
  const { config, port, signIns, enrolment } = welcome;
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
  if (signIns.length > 0) {
    lines.push('', '示范账号 · demo sign-ins', ...signIns.map((who) => `  ${who.role}  ${who.name}  ${who.password}`));
  }
  if (enrolment !== null) {
    lines.push('', `登记平板 · enrol a tablet: ${enrolment.code}`);
    lines.push(await QRCode.toString(enrolment.qrText, { type: 'terminal', small: true, errorCorrectionLevel: 'L' }));
  }
  lines.push('', 'Ctrl-C 停止 · to stop', '');
  return lines.join('\n');
}
