"use client";

import { signOut } from "next-auth/react";
import { Button } from "@/components/button";

/** The way back from half a sign-in. */
export function AnotherPerson() {
  return (
    <Button variant="quiet" onPress={() => signOut({ callbackUrl: "/sign-in" })}>
      Sign in as somebody else
    </Button>
  );
}
