"use client";

import { useEffect, useState } from "react";

/** Takes the secret of an e-mail's link from the fragment, and removes it from the address bar; "" where there is none. */
export function useLinkToken(): string | null {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    const given = window.location.hash.slice(1);
    if (given) window.history.replaceState(window.history.state, "", window.location.pathname);
    setToken((kept) => kept || given);
  }, []);
  return token;
}
