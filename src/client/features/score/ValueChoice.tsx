import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../domain/rule.ts';
import { Choice } from '../../ui/Choice.tsx';
import { signed } from '../../ui/Points.tsx';
import { Stepper } from '../../ui/Stepper.tsx';
import type { DeedDraft } from './deedDraft.ts';

/** The most that an op may say (opSchemas). */
const QUANTITY_MAX = 10_000;

interface Props {
  readonly rule: Rule;
  readonly draft: DeedDraft;
  readonly onChange: (change: Partial<DeedDraft>) => void;
}

/** How much the deed is worth, by the shape of its item: nothing to choose, big buttons, or a count. */
export function ValueChoice({ rule, draft, onChange }: Props) {
  const { t } = useTranslation();
  const { shape, unit } = rule;
  const sign = rule.kind === 'minus' ? -1 : 1;
  switch (shape.type) {
    case 'fixed':
      return null;
    case 'range':
      return (
        <Choice
          legend={t('score.points')}
          large
          columns={shape.max - shape.min > 5 ? 5 : 3}
          value={draft.chosen}
          onChange={(chosen) => onChange({ chosen })}
          options={Array.from({ length: shape.max - shape.min + 1 }, (_, i) => ({
            value: shape.min + i,
            label: signed(sign * (shape.min + i)),
          }))}
        />
      );
    case 'ladder':
      return (
        <Choice
          legend={t('score.level')}
          columns={3}
          value={draft.level}
          onChange={(level) => onChange({ level })}
          options={shape.levels.map((l) => ({ value: l.name, label: l.name, detail: signed(sign * l.points) }))}
        />
      );
    case 'per_unit':
      return (
        <Stepper
          label={t('score.quantity', { unit })}
          value={draft.quantity}
          min={1}
          max={QUANTITY_MAX}
          unit={unit}
          less={t('act.less')}
          more={t('act.more')}
          onChange={(quantity) => onChange({ quantity })}
        />
      );
    case 'stepped':
      return (
        <div className="flex flex-col gap-3">
          <Stepper
            label={t('score.quantity', { unit })}
            value={draft.quantity}
            min={1}
            max={QUANTITY_MAX}
            unit={unit}
            less={t('act.less')}
            more={t('act.more')}
            onChange={(quantity) => onChange({ quantity })}
          />
          <div className="flex flex-wrap gap-2">
            {shape.steps.map((step) => (
              <button
                key={step.at}
                type="button"
                onClick={() => onChange({ quantity: step.at })}
                className="min-h-12 rounded-xl border border-line-strong bg-surface px-3 text-sm"
              >
                {t('score.quantityHint', { at: step.at, unit, points: signed(sign * step.points) })}
              </button>
            ))}
          </div>
          {draft.quantity < (shape.steps[0]?.at ?? 1) ? (
            <p className="font-semibold text-danger">{t('score.belowFirst', { at: shape.steps[0]?.at ?? 1, unit })}</p>
          ) : null}
        </div>
      );
  }
}
