import { type FormEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NOTICE_KINDS } from '../../../../domain/notice.ts';
import { TextArea, TextField } from '../../../ui/Field.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { NoticeBody } from '../../board/NoticeBody.tsx';
import { InputField } from '../parts/InputField.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { usePublish } from '../usePublish.ts';
import { NoticePhotos } from './NoticePhotos.tsx';
import { NoticeTarget } from './NoticeTarget.tsx';
import { checkForm, instantOf, keepForm, type NoticeFaults, type NoticeForm } from './noticeDraft.ts';

interface Props {
  readonly first: NoticeForm;
  readonly onClose: () => void;
  /** Published, or kept in this browser until there is a connection. */
  readonly onSaved: (unsent: boolean) => void;
}

/** Writing a notice, and looking at it as a phone will show it. What is written is kept until it is published or put away. */
export function NoticeEditor({ first, onClose, onSaved }: Props) {
  const { t } = useTranslation('notices');
  const me = useMe();
  const form = useId();
  const [draft, setDraft] = useState(first);
  const [faults, setFaults] = useState<NoticeFaults>({});
  const [looking, setLooking] = useState(false);
  const [faulty, setFaulty] = useState(false);
  // What is wrong may be out of sight: the first such field is gone to.
  useEffect(() => {
    if (!faulty) return;
    document.getElementById(form)?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    setFaulty(false);
  }, [faulty, form]);
  const { problem, busy, publish } = usePublish((unsent) => {
    keepForm(me, undefined);
    onSaved(unsent);
  });
  useEffect(() => keepForm(me, draft), [me, draft]);
  const change = (part: Partial<NoticeForm>) => setDraft({ ...draft, ...part });
  const close = () => {
    keepForm(me, undefined);
    onClose();
  };
  const look = (event: FormEvent) => {
    event.preventDefault();
    const checked = checkForm(draft, Date.now());
    setFaults(checked.ok ? {} : checked.faults);
    setLooking(checked.ok);
    if (!checked.ok) setFaulty(true);
  };
  const send = async () => {
    const checked = checkForm(draft, Date.now());
    if (checked.ok) await publish({ kind: 'notice.publish', body: checked.body });
    else {
      setFaults(checked.faults);
      setLooking(false);
    }
  };
  const said = (field: keyof NoticeFaults) => {
    const fault = faults[field];
    return fault === undefined ? undefined : t(`fault.${fault}`);
  };
  return (
    <OfficeDialog
      open
      title={t(draft.notice === undefined ? 'write' : 'rewrite')}
      onClose={close}
      footer={
        looking ? (
          <>
            <SmallButton onClick={() => setLooking(false)}>{t('goOn')}</SmallButton>
            <SmallButton look="primary" busy={busy} onClick={() => void send()}>
              {t(draft.from === '' ? 'publish' : 'plan')}
            </SmallButton>
          </>
        ) : (
          <>
            <SmallButton onClick={close}>{t('putAway')}</SmallButton>
            <SmallButton look="primary" type="submit" form={form}>
              {t('preview')}
            </SmallButton>
          </>
        )
      }
    >
      {problem === undefined ? null : (
        <Notice tone="danger" alert>
          {problem}
        </Notice>
      )}
      {looking ? (
        <>
          <p className="mb-3 text-muted">{t('previewHint')}</p>
          <div className="mx-auto max-w-90 rounded-3xl border-2 border-line-strong bg-ground p-5">
            <NoticeBody
              notice={draft}
              from={instantOf(draft.from) ?? Date.now()}
              picture={(id, n) => (
                <img
                  src={`/api/office/goods/photos/${id}`}
                  alt={t('photos.nth', { n })}
                  className="w-full rounded-xl bg-sunken"
                />
              )}
            />
          </div>
        </>
      ) : (
        <form id={form} noValidate onSubmit={look} className="flex flex-col gap-4">
          <SelectField
            label={t('kindLabel')}
            value={draft.kind}
            options={NOTICE_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
            onChange={(kind) => change({ kind: NOTICE_KINDS.find((one) => one === kind) ?? draft.kind })}
          />
          <TextField
            label={t('titleLabel')}
            value={draft.title}
            error={said('title')}
            onChange={(event) => change({ title: event.target.value })}
          />
          <TextArea
            label={t('textLabel')}
            hint={t('textHint')}
            rows={8}
            value={draft.text}
            error={said('text')}
            onChange={(event) => change({ text: event.target.value })}
          />
          <NoticePhotos photos={draft.photos} onChange={(photos) => change({ photos })} />
          <NoticeTarget form={draft} onChange={change} />
          <fieldset>
            <legend className="font-semibold">{t('when')}</legend>
            <p className="mb-2 text-muted">{t('whenHint')}</p>
            <div className="flex flex-wrap gap-3">
              <InputField
                type="datetime-local"
                label={t('from')}
                value={draft.from}
                onChange={(event) => change({ from: event.target.value })}
              />
              <InputField
                type="datetime-local"
                label={t('until')}
                value={draft.until}
                aria-invalid={faults.until ? true : undefined}
                onChange={(event) => change({ until: event.target.value })}
              />
            </div>
            {faults.until === undefined ? null : (
              <p role="alert" className="mt-1 font-semibold text-danger">
                {said('until')}
              </p>
            )}
          </fieldset>
        </form>
      )}
    </OfficeDialog>
  );
}
