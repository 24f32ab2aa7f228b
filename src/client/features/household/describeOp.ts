/** An own op in a few words, for lines of the tray and of a file. */
import type { TFunction } from 'i18next';
import { pinChange } from '../../../domain/familyPin.ts';
import type { OpBodies } from '../../../domain/op.ts';
import { fieldName } from '../../../protocol/verdictWords/fieldName.ts';
import type { VerdictNames } from '../../../protocol/verdictWords/said.ts';
import type { TrayItem } from '../../engine/tablet.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { signed } from '../../ui/Points.tsx';

type FieldKind =
  | 'entry.record'
  | 'entry.reverse'
  | 'household.edit'
  | 'card.replace'
  | 'redemption.record'
  | 'redemption.void'
  | 'reservation.record'
  | 'reservation.cancel'
  | 'allowance.return'
  | 'stock.move'
  | 'stock.count';

const FIELD_KINDS: readonly string[] = [
  'entry.record',
  'entry.reverse',
  'household.edit',
  'card.replace',
  'redemption.record',
  'redemption.void',
  'reservation.record',
  'reservation.cancel',
  'allowance.return',
  'stock.move',
  'stock.count',
] satisfies FieldKind[];

/** The kind as a word of the tray; a kind that tablets do not write is an "other record". */
export function kindKey(kind: string): FieldKind | 'other' {
  return FIELD_KINDS.includes(kind) ? (kind as FieldKind) : 'other';
}

/** This device wrote the body under this kind itself, so its shape is known. */
function bodyAs<K extends FieldKind>(item: TrayItem, kind: K): OpBodies[K] | undefined {
  return item.kind === kind ? (item.body as OpBodies[K]) : undefined;
}

function whatOf(item: TrayItem, t: TFunction, names: VerdictNames): string | undefined {
  const entry = bodyAs(item, 'entry.record');
  if (entry) return t('entry.withPoints', { title: names.rule(entry.rule), points: signed(entry.points) });
  const edit = bodyAs(item, 'household.edit');
  if (edit) {
    const fields = [
      ...new Set(edit.set.filter((s) => s.field !== 'pin').map((s) => fieldName(s.field, currentLanguage()))),
    ];
    const between = currentLanguage() === 'en' ? ', ' : '、';
    const pin = edit.set.find((s) => s.field === 'pin');
    return [
      ...(fields.length > 0 ? [t('tray.fieldsChanged', { fields: fields.join(between) })] : []),
      ...(pin ? [t(`familyPin.was.${pinChange(pin)}`)] : []),
    ].join(between);
  }
  const card = bodyAs(item, 'card.replace');
  if (card) return t('tray.newCard', { n: card.n });
  const redemption = bodyAs(item, 'redemption.record') ?? bodyAs(item, 'reservation.record');
  if (redemption) return t('tray.goods', { points: redemption.points });
  const moved = bodyAs(item, 'stock.move');
  if (moved) {
    const count = moved.lines.reduce((sum, line) => sum + line.quantity, 0);
    return `${t(`stock.act.${moved.kind}`)} ${t('tray.stockPieces', { count })}`;
  }
  const counted = bodyAs(item, 'stock.count');
  if (counted) return t('tray.stockKinds', { count: counted.lines.length });
  const returned = bodyAs(item, 'allowance.return');
  if (returned) return t('tray.returned', { count: returned.lines.length });
  const reason = bodyAs(item, 'entry.reverse')?.reason ?? bodyAs(item, 'redemption.void')?.reason;
  return reason ?? bodyAs(item, 'reservation.cancel')?.reason;
}

/** 「记分 · 房前屋后日常整洁 +3」 */
export function describeOp(item: TrayItem, t: TFunction, names: VerdictNames): string {
  const kind = t(`tray.kinds.${kindKey(item.kind)}`);
  const what = whatOf(item, t, names);
  return what ? t('tray.line', { kind, what }) : kind;
}
