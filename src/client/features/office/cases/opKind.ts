const KINDS = [
  'entry.record',
  'entry.reverse',
  'household.edit',
  'household.register',
  'household.merge',
  'household.split',
  'household.move',
  'household.close',
  'card.replace',
  'redemption.record',
  'redemption.void',
  'reservation.record',
  'reservation.cancel',
  'stock.move',
  'stock.count',
  'allowance.return',
] as const;

/** The kind of a held op as a word of the office; what devices rarely hand over is an "other record". */
export function opKind(kind: string): (typeof KINDS)[number] | 'other' {
  return KINDS.find((one) => one === kind) ?? 'other';
}
