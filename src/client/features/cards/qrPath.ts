/** Where the client's screens and papers find the drawing of a QR. */
export { drawQrPath, type QrPath } from '../../../protocol/qrPath.ts';
