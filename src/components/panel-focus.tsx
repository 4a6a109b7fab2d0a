"use client";

import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useRef,
} from "react";

interface Held {
  /** What had the focus last, unless the person left it for nothing. */
  element: Element | null;
  /** Until when (ms) a step of the person's own waits for the panel it leads to. */
  until: number;
}

const HeldFocus = createContext<RefObject<Held> | null>(null);
const overlay = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
const patience = 5_000;

/** Remembers what had the focus, so that a panel can take it over; stands once, around the pages. */
export function FocusKeeper({ children }: { children: ReactNode }) {
  const held = useRef<Held>({ element: null, until: 0 });
  useEffect(() => {
    const hold = ({ target }: FocusEvent) => {
      if (target instanceof Element) held.current.element = target;
    };
    // A removed or disabled element loses the focus too; only one that still takes it was left on purpose.
    const leave = ({ target }: FocusEvent) => {
      setTimeout(() => {
        if (held.current.element !== target || document.activeElement !== document.body) return;
        if (target instanceof Element && target.isConnected && !target.matches(":disabled"))
          held.current.element = null;
      });
    };
    document.addEventListener("focusin", hold);
    document.addEventListener("focusout", leave);
    return () => {
      document.removeEventListener("focusin", hold);
      document.removeEventListener("focusout", leave);
    };
  }, []);
  return <HeldFocus value={held}>{children}</HeldFocus>;
}

/** Called by a step that leads to another panel while what was pressed stays: that panel takes the focus. */
export function useLeadFocus(): () => void {
  const held = useContext(HeldFocus);
  return useCallback(() => {
    if (held) held.current.until = performance.now() + patience;
  }, [held]);
}

/** What makes a heading one that can take the focus. */
export interface PanelHeading<Heading extends HTMLElement = HTMLHeadingElement> {
  ref: RefObject<Heading | null>;
  tabIndex: -1;
  className: string;
}

/**
 * For the heading of a panel that replaces another, named by `panel`: it takes the focus where what had it is gone, or where a
 * step leads to it. At first load nothing had it, so nothing moves; nor does the page where it is in view.
 */
export function usePanelFocus<Heading extends HTMLElement = HTMLHeadingElement>(
  panel = "",
): PanelHeading<Heading> {
  const heading = useRef<Heading>(null);
  const held = useContext(HeldFocus);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another panel under the same heading is a reason
  useEffect(() => {
    if (!held) return;
    const started = performance.now();
    let frame = 0;
    const look = () => {
      const active = document.activeElement;
      const waits = active?.closest(overlay);
      if (waits && performance.now() - started < patience) {
        frame = requestAnimationFrame(look);
        return;
      }
      const led = performance.now() < held.current.until;
      const lost = active === document.body && held.current.element?.isConnected === false;
      if (waits || !(led || lost)) return;
      held.current.until = 0;
      heading.current?.focus({ preventScroll: true });
      heading.current?.scrollIntoView({ block: "nearest" });
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [held, panel]);
  return { ref: heading, tabIndex: -1, className: "scroll-mt-20" };
}
