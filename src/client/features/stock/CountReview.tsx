import { Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { TextField } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { plainPoints, signed } from '../../ui/Points.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { say } from '../counter/counterStore.ts';
import { useRecord } from '../household/useRecord.ts';
import { type CountedLine, difference } from './countSheet.ts';
import { clearCount } from './stockDraft.ts';

const NOTE_CHARS_MAX = 200;

interface Props {
  readonly store: string;
  readonly counted: readonly CountedLine[];
  readonly onClose: () => void;
  readonly onKept: () => void;
}

/** The second look before a count is kept: what differs, and that from now on what was found counts. */
export function CountReview({ store, counted, onClose, onKept }: Props) {
  const { t } = useTranslation();
  const record = useRecord();
  const [note, setNote] = useState('');
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string>();
  const different = counted.filter((line) => difference(line) !== 0);
  const save = async () => {
    setSaving(true);
    const words = note.trim();
    const lines = counted.flatMap(({ goods: { sku }, counted: found }) =>
      found === undefined ? [] : [{ sku, counted: found }],
    );
    const result = await record('stock.count', { store, lines, ...(words === '' ? {} : { note: words }) });
    setSaving(false);
    if (!result.ok) return setProblem(result.words);
    clearCount();
    say('good', t('stock.done.count', { count: counted.length }));
    onKept();
  };
  return (
    <Sheet
      open
      title={t('stock.count.title', { count: counted.length })}
      closeLabel={t('act.back')}
      onClose={onClose}
      footer={
        <Button look="primary" size="lg" block icon={Check} busy={saving} onClick={() => void save()}>
          {t('stock.count.save')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {problem === undefined ? null : (
          <Notice tone="danger" alert>
            {problem}
          </Notice>
        )}
        {different.length === 0 ? (
          <Notice tone="good">{t('stock.count.allSame')}</Notice>
        ) : (
          <table className="w-full border-collapse">
            <caption className="pb-2 text-left text-muted">
              {t('stock.count.lead', { count: different.length })}
            </caption>
            <thead>
              <tr className="border-b text-left text-sm text-muted">
                <th className="py-1.5 pr-3 font-normal">{t('counter.goods.title')}</th>
                <th className="px-2 text-right font-normal">{t('stock.count.columns.booked')}</th>
                <th className="px-2 text-right font-normal">{t('stock.count.columns.counted')}</th>
                <th className="pl-2 text-right font-normal">{t('stock.count.columns.difference')}</th>
              </tr>
            </thead>
            <tbody>
              {different.map((line) => {
                const differs = difference(line) ?? 0;
                return (
                  <tr key={line.goods.sku} className="border-b">
                    <td className="py-2 pr-3">
                      <span className="font-semibold">{line.goods.name}</span>{' '}
                      <span className="text-sm text-muted">{line.goods.spec}</span>
                    </td>
                    <td className="px-2 text-right tabular-nums">
                      {line.booked === undefined ? '—' : plainPoints(line.booked)}
                    </td>
                    <td className="px-2 text-right font-bold tabular-nums">{line.counted}</td>
                    <td
                      className={cx(
                        'pl-2 text-right font-bold tabular-nums',
                        differs < 0 ? 'text-danger' : 'text-primary',
                      )}
                    >
                      {signed(differs)}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
        <TextField
          label={t('stock.book.note')}
          value={note}
          maxLength={NOTE_CHARS_MAX}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </Sheet>
  );
}
