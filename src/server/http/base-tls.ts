import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Config } from '../config.ts';
import { StartError } from '../start-error.ts';

/**
 * Reads the certificate and its key, and checks that they belong together.
 * @throws StartError that names the variable
 */
export async function readTls(tls: Config['tls']): Promise<{ cert: Buffer; key: Buffer } | null> {
  if (tls === null) return null;
  const cert = await readPem('TLS_CERT', tls.certFile);
  const key = await readPem('TLS_KEY', tls.keyFile);
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    throw new StartError(
      'TLS_CERT 和 TLS_KEY 不是一对可用的证书和私钥（PEM 格式）。',
      'TLS_CERT and TLS_KEY are not a certificate and its private key in PEM form.',
      { cause },
    );
  }
  return { cert, key };
}

async function readPem(variable: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new StartError(`${variable}: 读不到文件 ${file}。`, `${variable}: the file ${file} cannot be read.`, {
      cause,
    });
  }
}
