"use client";

import { createContext, type ReactNode, use, useEffect, useState } from "react";

const LabelContext = createContext<[string | undefined, (label: string | undefined) => void]>([
  undefined,
  () => undefined,
]);

export function CrumbLabelProvider({ children }: { children: ReactNode }) {
  return <LabelContext value={useState<string>()}>{children}</LabelContext>;
}

export const useCrumbLabel = () => use(LabelContext)[0];

/** Names the last crumb while the page is shown, where the path has an identifier nobody reads. */
export function CrumbLabel({ children }: { children: string }) {
  const setLabel = use(LabelContext)[1];
  useEffect(() => {
    setLabel(children);
    return () => setLabel(undefined);
  }, [children, setLabel]);
  return null;
}
