import { useTranslation } from 'react-i18next';
import { verdictText } from '../../../protocol/verdictText.ts';
import type { FileView } from '../../engine/tablet.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { Row } from '../../ui/Row.tsx';
import { describeOp } from './describeOp.ts';
import { StateChip } from './StateChip.tsx';
import { useNames } from './useNames.ts';
import { useTray } from './useTray.ts';

/** Own deeds that the village decides: they are not in the file yet, and a worker must not record them again. */
export function HeldRows({ view }: { view: FileView }) {
  const { t } = useTranslation();
  const names = useNames();
  const { items } = useTray();
  const held = (items ?? []).filter((item) => view.held.has(item.ref));
  if (held.length === 0) return null;
  return (
    <ul className="divide-y divide-line border-b bg-decided-soft">
      {held.map((item) => {
        const verdict = view.held.get(item.ref);
        return (
          <li key={item.ref}>
            <Row
              title={describeOp(item, t, names)}
              detail={
                <span className="flex flex-col items-start gap-1.5 py-1 text-ink">
                  <StateChip state="held" />
                  {verdict ? verdictText(verdict, currentLanguage(), names) : null}
                </span>
              }
            />
          </li>
        );
      })}
    </ul>
  );
}
