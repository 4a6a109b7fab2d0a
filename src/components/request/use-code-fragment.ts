"use client";

import { useEffect } from "react";
import { takeCode } from "./code-fragment";

/** Hands over the approval code of the e-mail's link, once, and again where a new link is opened in the same tab. */
export function useCodeFragment(path: string, onCode: (code: string) => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another page is a reason to look again
  useEffect(() => {
    const take = () => {
      const code = takeCode(path);
      if (code) onCode(code);
    };
    take();
    window.addEventListener("hashchange", take);
    return () => window.removeEventListener("hashchange", take);
  }, [path]);
}
