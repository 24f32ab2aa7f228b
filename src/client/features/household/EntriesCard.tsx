import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../../../domain/household.ts';
import { reversedIds } from '../../../domain/points.ts';
import { profileOf } from '../../../domain/profile.ts';
import type { FileView } from '../../engine/tablet.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { EntryRow } from './EntryRow.tsx';
import { EntrySheet } from './EntrySheet.tsx';
import { entryState, newestFirst } from './entryState.ts';
import { HeldRows } from './HeldRows.tsx';
import { ruleTitle } from './rules.ts';

const SHOWN = 6;

/** What was scored, newest first; what waits for the village stands on top. */
export function EntriesCard({ view }: { view: FileView }) {
  const { t } = useTranslation();
  const catalogue = useTabletState((s) => s.catalogue);
  const photosOf = useTabletState((s) => s.photos.ops);
  const [all, setAll] = useState(false);
  const [openId, setOpenId] = useState<string>();
  const { file, pending, held } = view;
  const entries = useMemo(() => newestFirst(file.entries), [file.entries]);
  const reversed = useMemo(() => reversedIds(file.entries), [file.entries]);
  const members = useMemo(() => profileOf(file).members, [file]);
  const titleOf = (entry: Entry) =>
    catalogue ? ruleTitle(catalogue, file.village, entry.rule, entry.date) : entry.rule;
  const memberOf = (entry: Entry) =>
    entry.member === undefined ? undefined : (members[entry.member]?.name ?? entry.member);
  const shown = all ? entries : entries.slice(0, SHOWN);
  const open = entries.find((e) => e.id === openId);
  return (
    <Card title={t('file.entries')} flush>
      {held.size > 0 ? <HeldRows view={view} /> : null}
      {entries.length === 0 && held.size === 0 ? <p className="px-4 pb-4 text-muted">{t('file.noEntries')}</p> : null}
      <ul className="divide-y divide-line">
        {shown.map((entry) => {
          const member = memberOf(entry);
          return (
            <li key={entry.id}>
              <EntryRow
                title={titleOf(entry)}
                date={entry.date}
                points={entry.points}
                state={entryState(entry, pending, reversed)}
                photosWaiting={photosOf.has(entry.id)}
                isReversal={entry.reverses !== undefined}
                waits={entry.waits === true}
                onOpen={() => setOpenId(entry.id)}
                {...(member === undefined ? {} : { member })}
              />
            </li>
          );
        })}
      </ul>
      {entries.length > shown.length ? (
        <div className="border-t p-2">
          <Button look="quiet" block onClick={() => setAll(true)}>
            {t('file.entriesAll', { count: entries.length })}
          </Button>
        </div>
      ) : null}
      {open ? (
        <EntrySheet
          key={open.id}
          household={file.code}
          entry={open}
          title={titleOf(open)}
          member={memberOf(open)}
          state={entryState(open, pending, reversed)}
          reversing={file.entries.some((e) => e.reverses === open.id)}
          onClose={() => setOpenId(undefined)}
        />
      ) : null}
    </Card>
  );
}
