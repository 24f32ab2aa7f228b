import { PencilLine, RotateCcw, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../../domain/household.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { cx } from '../../ui/cx.ts';
import { useTabletState } from '../../useTablet.tsx';
import { MemberSheet } from './MemberSheet.tsx';
import { changesOf, type MemberDraft, type ProfileDraft } from './profileDraft.ts';

interface Props {
  readonly seen: Profile;
  readonly draft: ProfileDraft;
  readonly thisYear: number;
  readonly onChange: (members: readonly MemberDraft[]) => void;
}

/** Digits that a reference may have. */
const REF_DIGITS = 1_000_000_000_000;

/**
 * An id for a person added now: like a reference of this device, so that two devices never mean one id (CF-07). The op's own
 * reference is known only when it is recorded; milliseconds are as unique on one device.
 */
function freshMemberId(device: string): string {
  return `${device}-${String(Date.now() % REF_DIGITS).padStart(6, '0')}`;
}

/** The people of the household: add, change, take off; all of it only when the form is saved. */
export function MembersEditor({ seen, draft, thisYear, onChange }: Props) {
  const { t } = useTranslation();
  const device = useTabletState((s) => s.device?.id) ?? '';
  const [open, setOpen] = useState<MemberDraft>();
  const changed = new Set(changesOf(seen, draft).map((c) => c.field));
  const put = (member: MemberDraft) => {
    const there = draft.members.some((m) => m.id === member.id);
    onChange(there ? draft.members.map((m) => (m.id === member.id ? member : m)) : [...draft.members, member]);
    setOpen(undefined);
  };
  const fresh = (): MemberDraft => ({
    id: freshMemberId(device),
    name: '',
    relation: '',
    birthYear: '',
    gender: undefined,
    tags: '',
    removed: false,
  });
  return (
    <Card
      title={t('edit.members')}
      aside={
        <Button look="quiet" icon={UserPlus} onClick={() => setOpen(fresh())}>
          {t('edit.addMember')}
        </Button>
      }
      flush
    >
      <ul className="divide-y divide-line">
        {draft.members.map((member) => {
          const isNew = seen.members[member.id] === undefined;
          if (isNew && member.removed) return null;
          const mark = member.removed
            ? 'removed'
            : isNew
              ? 'added'
              : changed.has(`members.${member.id}`)
                ? 'changed'
                : undefined;
          return (
            <li key={member.id} className="flex items-center gap-3 px-4 py-2">
              <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
                <span className={cx('text-lg font-semibold', member.removed && 'text-muted line-through')}>
                  {member.name}
                </span>
                <span className="text-sm text-muted">{member.relation}</span>
                {mark ? <Chip tone={mark === 'removed' ? 'danger' : 'waiting'}>{t(`edit.${mark}`)}</Chip> : null}
              </div>
              {member.removed ? (
                <Button icon={RotateCcw} onClick={() => put({ ...member, removed: false })}>
                  {t('edit.keep')}
                </Button>
              ) : (
                <Button icon={PencilLine} onClick={() => setOpen(member)}>
                  {t('edit.editMember')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {open ? (
        <MemberSheet
          key={open.id}
          member={open}
          others={draft.members.filter((m) => m.id !== open.id && !m.removed).map((m) => m.name.trim())}
          thisYear={thisYear}
          canRemove={draft.members.some((m) => m.id === open.id)}
          onDone={put}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
    </Card>
  );
}
