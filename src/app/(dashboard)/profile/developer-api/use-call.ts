import { useEffect, useRef, useState } from "react";
import { type Answer, type ApiCall, callApi } from "./call";

type CallState = { pending: boolean; answer: Answer | null; failure: string | null };

/** One call at a time; what came back is forgotten when the view closes. */
export function useCall() {
  const [state, setState] = useState<CallState>({ pending: false, answer: null, failure: null });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const send = async (call: ApiCall, secret: string) => {
    running.current?.abort();
    const run = new AbortController();
    running.current = run;
    setState((last) => ({ ...last, pending: true, failure: null }));
    try {
      setState({ pending: false, answer: await callApi(call, secret, run.signal), failure: null });
    } catch {
      if (run.signal.aborted) return;
      const failure =
        "No answer came. Check the connection, and that the secret has no spaces or other signs.";
      setState({ pending: false, answer: null, failure });
    }
  };
  return { ...state, send };
}
