"use client";

import { useSyncExternalStore } from "react";
import { Kbd } from "./kbd";

const never = () => () => {};
const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** The keys of a view's primary action, as they are written on the reader's own keyboard. */
export function PrimaryKey({ onAccent = false }: { onAccent?: boolean }) {
  const apple = useSyncExternalStore(never, isApple, () => false);
  return <Kbd onAccent={onAccent}>{apple ? "⌘↵" : "Ctrl ↵"}</Kbd>;
}
