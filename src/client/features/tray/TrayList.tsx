import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrayItem } from '../../engine/tablet.ts';
import { Button } from '../../ui/Button.tsx';
import { useDirectory } from '../household/useDirectory.ts';
import { TrayLine } from './TrayLine.tsx';
import { TraySheet } from './TraySheet.tsx';

/** Lines drawn before "more" is asked for. */
const PAGE = 60;

/** Own ops, newest first. */
export function TrayList({ items }: { items: readonly TrayItem[] }) {
  const { t } = useTranslation();
  const rows = useDirectory();
  const [shown, setShown] = useState(PAGE);
  const [openRef, setOpenRef] = useState<string>();
  const heads = useMemo(() => new Map(rows.map((row) => [row.code, row.head])), [rows]);
  const familyOf = (item: TrayItem) => {
    if (item.household === undefined) return undefined;
    const head = heads.get(item.household);
    return head === undefined ? item.household : t('family', { name: head });
  };
  const open = items.find((item) => item.ref === openRef);
  return (
    <>
      <ul className="divide-y divide-line border-b bg-surface">
        {items.slice(0, shown).map((item) => (
          <li key={item.ref}>
            <TrayLine item={item} family={familyOf(item)} onOpen={() => setOpenRef(item.ref)} />
          </li>
        ))}
      </ul>
      {items.length > shown ? (
        <div className="p-3">
          <Button look="quiet" block onClick={() => setShown(shown + PAGE)}>
            {t('tray.more', { count: items.length - shown })}
          </Button>
        </div>
      ) : null}
      {open ? (
        <TraySheet key={open.ref} item={open} family={familyOf(open)} onClose={() => setOpenRef(undefined)} />
      ) : null}
    </>
  );
}
