import { useEffect, useState } from 'react';
import type { ExportCheck, ExportRequest } from '#api/exports.contract.ts';
import { useStudioState } from '../app/studio-context.ts';

/** What an export would hold, as far as it is known. */
export interface CheckState {
  check: ExportCheck | null;
  /** The check shown is of options that have changed since. */
  isChecking: boolean;
  problem: string;
}

const settleMs = 250;

/** Checks an export again whenever what is asked for, or the project, has changed. */
export function useExportCheck(request: ExportRequest): CheckState {
  const client = useStudioState((state) => state.client);
  const records = useStudioState((state) => state.overview?.records);
  const asked = JSON.stringify(request);
  const [answer, setAnswer] = useState({
    asked: '',
    records,
    check: null as ExportCheck | null,
    problem: '',
  });
  useEffect(() => {
    const abort = new AbortController();
    const settle = (check: ExportCheck | null, problem: string): void => {
      if (!abort.signal.aborted) setAnswer({ asked, records, check, problem });
    };
    const timer = setTimeout(() => {
      client.exports.check(JSON.parse(asked) as ExportRequest, { signal: abort.signal }).then(
        (check) => settle(check, ''),
        (error: unknown) => settle(null, error instanceof Error ? error.message : String(error)),
      );
    }, settleMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, asked, records]);
  const isChecking = answer.asked !== asked || answer.records !== records;
  return { check: answer.check, isChecking, problem: answer.problem };
}
