import type { scanZh } from './scan.zh.ts';

/** English words of scanning and of the printed cards. */
export const scanEn: typeof scanZh = {
  target: {
    card: {
      title: 'Scan a household card',
      hint: 'Hold the card’s QR code inside the frame',
      typed: 'Or type the household code',
      example: 'e.g. XW-0001',
    },
    enrolment: {
      title: 'Enrol this device',
      hint: 'Point at the QR code on the office screen',
      typed: 'Or type the enrolment code',
      example: 'e.g. 7K3QD-M0X9A',
    },
    goods: {
      title: 'Scan goods',
      hint: 'Hold the barcode level inside the frame',
      typed: 'Or type the barcode digits',
      example: '13 digits',
    },
    card_or_goods: {
      title: 'Scan a card or goods',
      hint: 'Hold the QR code or barcode inside the frame',
      typed: 'Or type a household code or barcode',
      example: 'e.g. XW-0001',
    },
  },
  close: 'Close',
  confirm: 'OK',
  torchOn: 'Light on',
  torchOff: 'Light off',
  torchFailed: 'The light did not come on. Try a brighter spot.',
  opening: 'Opening the camera…',
  accepted: 'Got it',
  twoCodes: 'Two codes in view. Point at one only.',
  typedEmpty: 'Type something first',
  answerFailed: 'That did not work. Please scan again.',
  retry: 'Try again',
  typedStillWorks: 'You can still type the code below.',
  problem: {
    denied: {
      title: 'The camera is not allowed',
      wechat:
        'WeChat may not use the camera. In your phone’s Settings open Apps → WeChat → Permissions and allow Camera, or tap “…” at the top right and choose “Open in browser”.',
      ios: 'Open Settings → Safari → Camera, choose Allow, then come back and try again.',
      android:
        'Tap the icon left of the address, open Permissions and allow Camera. If you opened the app from its icon, hold the icon and go to App info → Permissions → Camera.',
      desktop: 'Click the camera icon in the address bar, choose Allow, and try again.',
    },
    no_camera: { title: 'This device has no camera', way: 'Type the code, or use a device with a camera.' },
    busy: {
      title: 'Another app is using the camera',
      way: 'Close the app that uses it (a video call, the camera app) and try again.',
    },
    insecure: {
      title: 'The camera does not work at this address',
      way: 'Browsers open the camera only for addresses that begin with https. Use the https address from the village office.',
    },
    unsupported: {
      title: 'This browser cannot use the camera',
      way: 'Open this page in Chrome or the phone’s own browser.',
    },
    interrupted: { title: 'The camera stopped', way: 'Another app took the camera. Close that app and try again.' },
    failed: {
      title: 'The camera did not open',
      way: 'Try again. If it still fails, close the page and open it again.',
    },
  },
  sheet: {
    cardNumber: 'Card no. {{n}}',
    name: 'Points card',
    page: 'Page {{page}} of {{pages}}',
    empty: 'No cards to print yet. Tick households in the list first, then print.',
    drawing: 'Preparing {{count}} cards…',
    failed: 'The QR codes could not be drawn. Please try again. Nothing was changed.',
  },
};
