import { useEffect, useEffectEvent } from "react";

const typing = "input, textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu]";

function stepOf(event: KeyboardEvent): number {
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return 0;
  if (event.target instanceof Element && event.target.closest(typing)) return 0;
  const key = event.key.toLowerCase();
  return key === "j" ? 1 : key === "k" ? -1 : 0;
}

/** J goes to the next request of the queue, K to the one before, wherever nothing is being typed. */
export function useQueueKeys(
  ids: readonly string[],
  currentId: string | undefined,
  go: (id: string) => void,
): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const step = stepOf(event);
    if (step === 0 || ids.length === 0) return;
    const at = currentId === undefined ? -1 : ids.indexOf(currentId);
    const next = at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + step));
    const id = ids[next];
    if (id && id !== currentId) go(id);
  });
  useEffect(() => {
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
