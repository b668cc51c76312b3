/** Photos take turns, so that only one at a time fills the memory. */

/**
 * A line to wait in.
 *
 * @returns {(work: () => Promise<any>, signal?: AbortSignal) => Promise<any>} does the work when all that came before is
 *     done, and not at all where it is given up earlier; rejects with the signal's reason as soon as it is given up
 */
export function turns() {
  let last = Promise.resolve();
  return (work, signal) => {
    const turn = last.then(() => (signal?.aborted ? null : work()));
    last = turn.catch(() => null);
    return untilAborted(turn, signal);
  };
}

function untilAborted(turn, signal) {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal?.aborted) {
      giveUp();
    }
    signal?.addEventListener("abort", giveUp, { once: true });
    turn.then(resolve, reject).finally(() => signal?.removeEventListener("abort", giveUp));
  });
}
