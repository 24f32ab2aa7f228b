import { useCallback, useEffect, useRef, useState } from 'react';
import { codeOf } from './officeApi.ts';
import { noteFailure } from './officeSession.ts';
import { useBackOnline } from './useBackOnline.ts';

export interface Remote<T> {
  /** The newest answer; stays when a later request fails. */
  readonly data: T | undefined;
  /** Code of the last failure; undefined after a success. */
  readonly problem: string | undefined;
  readonly loading: boolean;
  reload(): void;
}

/**
 * Something the server says, asked again whenever `key` changes or `reload` is called. Answers that were overtaken by a
 * newer question are dropped.
 */
export function useRemote<T>(key: string, load: () => Promise<T>): Remote<T> {
  const [data, setData] = useState<T>();
  const [problem, setProblem] = useState<string>();
  const [loading, setLoading] = useState(true);
  const latest = useRef(0);
  const loadRef = useRef(load);
  loadRef.current = load;

  const reload = useCallback(() => {
    latest.current += 1;
    const turn = latest.current;
    setLoading(true);
    loadRef.current().then(
      (answer) => {
        if (turn !== latest.current) return;
        setData(answer);
        setProblem(undefined);
        setLoading(false);
      },
      (error: unknown) => {
        noteFailure(codeOf(error));
        if (turn !== latest.current) return;
        setProblem(codeOf(error));
        setLoading(false);
      },
    );
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new key is a new question
  useEffect(() => {
    reload();
    return () => {
      latest.current += 1;
    };
  }, [reload, key]);

  useBackOnline(problem !== undefined, reload);

  return { data, problem, loading, reload };
}
