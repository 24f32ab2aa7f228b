import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../domain/calendar.ts';
import type { NoticeDraft } from '../../../domain/notice.ts';
import { longDay, timeOf } from '../../ui/dates.ts';

interface Props {
  readonly notice: Pick<NoticeDraft, 'kind' | 'title' | 'text' | 'photos'>;
  /** When it begins, ms. */
  readonly from: number;
  /** How a picture is shown here, by its id and number. */
  readonly picture: (id: string, n: number) => ReactNode;
  /** Whether the title is said elsewhere already. */
  readonly untitled?: boolean;
}

/** A notice as people read it: at a tablet, and in the office before it is published. */
export function NoticeBody({ notice, from, picture, untitled = false }: Props) {
  const { t } = useTranslation('notices');
  const paragraphs = notice.text.split(/\n+/).filter((line) => line.trim() !== '');
  return (
    <article className="flex flex-col gap-3 text-base">
      <p className="text-sm text-muted">
        {t(`kind.${notice.kind}`)} · {longDay(dayOf(from))} {timeOf(from)}
      </p>
      {untitled ? null : <p className="text-xl leading-snug font-bold break-words">{notice.title}</p>}
      {paragraphs.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no other name, and do not move
        <p key={i} className="leading-relaxed break-words">
          {line}
        </p>
      ))}
      {(notice.photos ?? []).map((id, i) => (
        <div key={id}>{picture(id, i + 1)}</div>
      ))}
    </article>
  );
}
