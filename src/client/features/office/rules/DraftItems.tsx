import { Pencil, Power, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OverlayProblem } from '../../../../domain/overlay.ts';
import type { Rule } from '../../../../domain/rule.ts';
import { changedFields } from '../../../../domain/ruleDiff.ts';
import { overlayText } from '../../../../protocol/overlayText.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { DiffersFromTown } from './DiffersFromTown.tsx';
import { RuleTable } from './RuleTable.tsx';
import { type RuleDraft, withoutRule, withRule } from './ruleDraft.ts';

interface Props {
  readonly draft: RuleDraft;
  /** The version it was begun from. */
  readonly before: readonly Rule[];
  /** The town's items, for a village. */
  readonly town: readonly Rule[];
  readonly problems: readonly OverlayProblem[];
  readonly onEdit: (rule: Rule) => void;
  readonly onChange: (draft: RuleDraft) => void;
}

/** Every item as it would hold: of a village the town's too, each to be changed. What changed and what is wrong is said at the item. */
export function DraftItems({ draft, before, town, problems, onEdit, onChange }: Props) {
  const { t } = useTranslation('rules');
  const written = new Map(draft.rules.map((rule) => [rule.code, rule]));
  const was = new Map(before.map((rule) => [rule.code, rule]));
  const items = [
    ...town.map((rule) => written.get(rule.code) ?? rule),
    ...draft.rules.filter((rule) => !town.some(({ code }) => code === rule.code)),
  ];
  const isTown = (rule: Rule) => town.some(({ code }) => code === rule.code);
  const markOf = (rule: Rule): 'new' | 'changed' | 'ofTown' | undefined => {
    if (!written.has(rule.code)) return 'ofTown';
    const old = was.get(rule.code);
    if (!old) return 'new';
    return changedFields(old, rule).length > 0 ? 'changed' : undefined;
  };
  return (
    <RuleTable
      rules={items}
      mark={(rule) => {
        const mark = markOf(rule);
        if (mark === undefined) return null;
        return <Chip tone={mark === 'ofTown' ? 'plain' : 'waiting'}>{t(`mark.${mark}`)}</Chip>;
      }}
      more={(rule) => (
        <>
          {draft.village !== null && written.has(rule.code) ? <DiffersFromTown rule={rule} framework={town} /> : null}
          {problems
            .filter(({ item }) => item === rule.code)
            .map(({ code, limit = 0 }) => (
              <span key={code} className="block text-xs font-bold text-danger">
                {rule.code} {overlayText(code, limit, currentLanguage())}
              </span>
            ))}
        </>
      )}
      acts={(rule) => (
        <>
          <SmallButton
            icon={Pencil}
            className="whitespace-nowrap"
            aria-label={t('item.edit', { code: rule.code, title: rule.title })}
            onClick={() => onEdit(rule)}
          >
            {t('item.change')}
          </SmallButton>
          <SmallButton
            icon={Power}
            className="whitespace-nowrap"
            aria-label={t(rule.enabled ? 'item.offOf' : 'item.onOf', { code: rule.code, title: rule.title })}
            onClick={() => onChange(withRule(draft, { ...rule, enabled: !rule.enabled }, rule.code))}
          >
            {t(rule.enabled ? 'item.off' : 'item.on')}
          </SmallButton>
          {/* What a version had stays in the next one, switched off at most: deeds speak of it. */}
          {written.has(rule.code) && (isTown(rule) || !was.has(rule.code)) ? (
            <SmallButton
              icon={Undo2}
              className="whitespace-nowrap"
              aria-label={t(isTown(rule) ? 'item.asTownOf' : 'item.removeOf', { code: rule.code, title: rule.title })}
              onClick={() => onChange(withoutRule(draft, rule.code))}
            >
              {t(isTown(rule) ? 'item.asTown' : 'item.remove')}
            </SmallButton>
          ) : null}
        </>
      )}
    />
  );
}
