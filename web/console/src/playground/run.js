// One run of an action: sent, followed, ended.
import { answerAt, ApiError, cancelJob, followJob, startAction, startProcess } from "../api.js";
import { useCallback, useEffect, useRef, useState } from "../html.js";
import { asApiError } from "../parts/basics.js";
import { entriesOf, formOf } from "./values.js";

/** @import { Action, Answer, Job, Process } from "../types.js" */
/** @import { Values } from "./values.js" */

/**
 * @typedef {object} Run
 * @property {"idle" | "sending" | "working" | "done" | "failed"} state
 * @property {number} [sent]
 * @property {number} [total]
 * @property {Job} [job]
 * @property {Answer} [answer]
 * @property {ApiError} [failure]
 */

/** @returns {{run: Run, start: (action: Action, values: Values) => void, startFilled: (process: Process, data: string) => void, stop: () => void}} */
export function useRun() {
  const [run, set] = useState(/** @type {Run} */ ({ state: "idle" }));
  const current = useRef({ turn: 0, stop: () => {}, job: "" });

  const drop = useCallback(() => {
    current.current.turn += 1;
    current.current.stop();
    current.current.stop = () => {};
  }, []);
  useEffect(() => drop, [drop]);

  /** @param {(told: (sent: number, total: number) => void, signal: AbortSignal) => Promise<{job: string, location: string}>} send */
  const go = async (send) => {
    drop();
    const { turn } = current.current;
    const mine = () => current.current.turn === turn;
    const abort = new AbortController();
    current.current.stop = () => abort.abort();
    current.current.job = "";
    set({ state: "sending", sent: 0, total: 0 });
    try {
      const { job, location } = await send((sent, total) => mine() && set((old) => (old.state === "sending" ? { ...old, sent, total } : old)), abort.signal);
      if (!mine()) return;
      current.current.job = job;
      set({ state: "working" });
      const heard = async (/** @type {Job} */ told) => {
        if (!mine()) return;
        if (told.state === "succeeded") {
          set({ state: "done", job: told });
          // The API's answer says more than the console's: pages, fonts, warnings. Without it the result stands all the same.
          const answer = await answerAt(location).catch(() => undefined);
          if (mine() && answer && typeof answer === "object" && "jobId" in answer) set((old) => ({ ...old, answer }));
        } else if (told.state === "failed" || told.state === "cancelled") {
          const error = told.error ?? { code: told.state, title: told.state === "cancelled" ? "Cancelled" : "The job failed", detail: told.state === "cancelled" ? "The job was cancelled. Nothing is charged." : "It gave no reason." };
          set({ state: "failed", job: told, failure: new ApiError({ ...error, jobId: told.id }) });
        } else {
          set({ state: "working", job: told });
        }
      };
      current.current.stop = followJob(job, heard, (failure) => mine() && set((old) => ({ ...old, state: "failed", failure })));
    } catch (failure) {
      if (mine()) set({ state: "failed", failure: asApiError(failure) });
    }
  };

  const stop = () => {
    const { job } = current.current;
    if (job) {
      cancelJob(job).catch(() => {});
      return; // Its end comes as an event.
    }
    drop();
    set({ state: "idle" });
  };
  return {
    run,
    start: (action, values) => void go((told, signal) => startAction(action, formOf(entriesOf(action, values)), told, signal)),
    startFilled: (process, data) => void go((_, signal) => startProcess(process, data, signal)),
    stop,
  };
}
