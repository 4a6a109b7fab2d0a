"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef } from "react";
import { type LiveTopic, liveTopics } from "@/contracts/live-topics";
import { noteSign } from "./fallback-interval";
import { shareStream } from "./share-stream";
import { isAbout } from "./stale-queries";

/** Several transactions that follow each other are asked about once. */
const together = 80;

/**
 * Lets every open page ask anew for what changed, without a reload. A page whose session is over is loaded again, which
 * leads to sign-in. Returns what signing out calls first, so that it alone decides where to go.
 */
export function useLive(): () => void {
  const queries = useQueryClient();
  const router = useRouter();
  const leaving = useRef(false);
  const changed = useRef(new Set<LiveTopic>());

  const askAnew = useEffectEvent(() => {
    const topics = new Set(changed.current);
    changed.current.clear();
    // A page that nobody looks at asks when somebody does.
    const refetchType = document.visibilityState === "visible" ? "active" : "none";
    void queries.invalidateQueries({ predicate: (query) => isAbout(query, topics), refetchType });
    if (topics.has("rights")) router.refresh();
  });
  const goAway = useEffectEvent(() => {
    if (!leaving.current) window.location.reload();
  });
  const askWhoIsThere = useEffectEvent(() => {
    void queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => isShell(path) });
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const note = (topics: readonly LiveTopic[]) => {
      noteSign(true);
      for (const topic of topics) changed.current.add(topic);
      clearTimeout(timer);
      timer = setTimeout(askAnew, together);
    };
    const stop = shareStream({
      onUp: () => note(everythingButRights),
      onTopics: note,
      onBeat: () => noteSign(true),
      onEnded: goAway,
      onDown: () => {
        noteSign(false);
        askWhoIsThere();
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
      noteSign(false);
    };
  }, []);
  return () => {
    leaving.current = true;
  };
}

const everythingButRights = liveTopics.filter((topic) => topic !== "rights");
const isShell = (path: unknown) => Array.isArray(path) && path[0] === "shell";
