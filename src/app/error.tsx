"use client";

import { FullPageNotice } from "@/components/full-page-notice";

/** What a page that failed shows: no detail, only the digest to name when asking for help. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <FullPageNotice title="This page could not be shown" action={{ label: "Try again", onPress: reset }}>
      Nothing half done was kept. If it happens again, give support this number:{" "}
      <code>{error.digest ?? "none"}</code>
    </FullPageNotice>
  );
}
