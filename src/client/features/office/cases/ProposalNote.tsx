import { Lightbulb, MessageCircleQuestion } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OfficeCase } from '../../../../protocol/officeCases.ts';
import { longDay } from '../../../ui/dates.ts';
import { longMoment } from '../parts/moments.ts';

const DAYS: ReadonlySet<string> = new Set(['day', 'oldest']);
const MOMENTS: ReadonlySet<string> = new Set(['at', 'otherAt']);

/** What is proposed, and why, with the figures of both sides; or what to find out first. */
export function ProposalNote({ proposal }: { readonly proposal: NonNullable<OfficeCase['proposal']> }) {
  const { t } = useTranslation(['office', 'cases']);
  const { decision, why, params } = proposal;
  const Icon = decision === null ? MessageCircleQuestion : Lightbulb;
  // Each reason has figures of its own; the server sends those of the one it names.
  const say = t as (key: string, figures: Readonly<Record<string, string | number>>) => string;
  const shown = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, word(name, value)]));
  return (
    <div className="flex items-start gap-2">
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-decided" />
      <p>
        <strong>
          {decision === null
            ? t('cases:proposal.noneTitle')
            : t('cases:proposal.title', { decision: t(`cases.decision.${decision}`) })}
        </strong>{' '}
        {say(`cases:proposal.why.${why}`, shown)}
      </p>
    </div>
  );
}

function word(name: string, value: string | number): string | number {
  if (DAYS.has(name) && typeof value === 'string' && value !== '') return longDay(value);
  return MOMENTS.has(name) && typeof value === 'number' ? longMoment(value) : value;
}
