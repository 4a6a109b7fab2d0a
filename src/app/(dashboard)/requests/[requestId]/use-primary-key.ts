import { useEffect, useEffectEvent } from "react";

/** ⌘↵, or Ctrl and Enter, does the view's primary action; not from the note, and not under a dialog. */
export function usePrimaryKey(act: () => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.repeat) return;
    if (
      event.target instanceof Element &&
      event.target.closest("textarea, [role=dialog], [role=alertdialog]")
    )
      return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
