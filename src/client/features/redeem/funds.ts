/** Whether a basket can be paid, and how: offline out of the allowance, online by asking, or not at all (AL-3). */
export interface Funds {
  /** 本机可用: what this device's allowance covers. */
  readonly remaining: number;
  /** 可兑: what the household has in all, allowances of every device included. */
  readonly redeemable: number;
  /** What of it no device holds: the server gives out no more than this when it is asked (CF-12). */
  readonly free: number;
}

export type Payment = 'nothing' | 'allowance' | 'online' | 'too_much';

/** How `points` would be paid. */
export function paymentFor(points: number, { remaining, redeemable }: Omit<Funds, 'free'>): Payment {
  if (points <= 0) return 'nothing';
  if (points <= remaining) return 'allowance';
  return points <= redeemable ? 'online' : 'too_much';
}
