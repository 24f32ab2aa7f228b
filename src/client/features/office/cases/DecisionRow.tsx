import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpBodies } from '../../../../domain/op.ts';
import type { ForeseenAll } from '../../../../protocol/officeCaseWork.ts';
import { codeOf } from '../officeApi.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { EffectFigures } from './EffectFigures.tsx';
import { foreseeCases, sameForesight, useForesight } from './useForesight.ts';

interface Props {
  /** The decision without its reason; undefined while it lacks something. */
  readonly body: OpBodies['case.decide'] | undefined;
  readonly label: string;
  /** What it means, in words. */
  readonly words: string;
  readonly proposed: boolean;
  readonly busy: boolean;
  /** Whether all is said that it takes; says what is missing otherwise. */
  readonly ready: () => boolean;
  readonly onDecide: () => void;
  /** Somebody decided the Case meanwhile, or another reason holds it now. */
  readonly onMoved: () => void;
  /** Why the Case waits on this screen. */
  readonly why: string;
  readonly children?: ReactNode;
}

/**
 * One decision with the points that it would leave. Just before it is recorded they are worked out again: when they are others than
 * those on the screen, the new ones are shown and a second press decides.
 */
export function DecisionRow({ body, label, words, proposed, busy, ready, onDecide, onMoved, why, children }: Props) {
  const { t } = useTranslation(['office', 'cases']);
  const problemText = useProblemText();
  const { data, problem } = useForesight(body === undefined ? [] : [body]);
  const [newer, setNewer] = useState<{ readonly key: string; readonly shown: ForeseenAll }>();
  const [said, setSaid] = useState<string>();
  const [looking, setLooking] = useState(false);
  const key = JSON.stringify(body);
  const shown = newer !== undefined && newer.key === key ? newer.shown : data;

  const press = async () => {
    if (!ready() || body === undefined || looking) return;
    // Without a connection nobody can be shown anything; what is recorded then waits in this browser.
    if (shown === undefined) return onDecide();
    setLooking(true);
    try {
      const now = await foreseeCases([body]);
      const state = now.decisions[0]?.now;
      if (!state || state.decided || state.why !== why) return onMoved();
      if (sameForesight(now, shown)) return onDecide();
      setNewer({ key, shown: now });
      setSaid(t('cases:effect.changed'));
    } catch (error) {
      setSaid(problemText(codeOf(error)));
    } finally {
      setLooking(false);
    }
  };

  return (
    <li className="flex flex-wrap items-center gap-3 rounded-lg bg-sunken px-2 py-0.5">
      <SmallButton
        look={proposed ? 'primary' : 'secondary'}
        className="min-h-11 min-w-36"
        busy={busy || looking}
        disabled={body !== undefined && shown === undefined && problem === undefined}
        onClick={() => void press()}
      >
        {label}
      </SmallButton>
      <div className="min-w-48 flex-1">
        <p>
          {words}
          {proposed ? <strong className="ml-2 text-primary">{t('cases.recommended')}</strong> : null}
        </p>
        {body === undefined ? null : (
          <p className="text-sm">
            {shown !== undefined ? (
              <EffectFigures shown={shown} />
            ) : problem !== undefined ? (
              <span className="text-waiting">{problemText(problem)}</span>
            ) : (
              <span className="text-muted">{t('cases:effect.loading')}</span>
            )}
          </p>
        )}
        {said === undefined ? null : (
          <p role="alert" className="font-semibold text-waiting">
            {said}
          </p>
        )}
      </div>
      {children}
    </li>
  );
}
