import { useEffect, useId } from 'react';
import { create } from 'zustand';

/** Forms with unsaved typing, by id: an update waits for them. */
const dirtyForms = create<{ readonly ids: ReadonlySet<string> }>(() => ({ ids: new Set() }));

function mark(id: string, dirty: boolean): void {
  const { ids } = dirtyForms.getState();
  if (ids.has(id) === dirty) return;
  const next = new Set(ids);
  if (dirty) next.add(id);
  else next.delete(id);
  dirtyForms.setState({ ids: next });
}

/** Says that this screen holds typing that is not saved yet. */
export function useFormGuard(dirty: boolean): void {
  const id = useId();
  useEffect(() => {
    mark(id, dirty);
    return () => mark(id, false);
  }, [id, dirty]);
}

/** True while any form holds unsaved typing. */
export function useAnyFormDirty(): boolean {
  return dirtyForms((s) => s.ids.size > 0);
}
