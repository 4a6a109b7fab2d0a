"use client";

import { ChoosePassword } from "../choose-password";

export function InvitationView() {
  return (
    <ChoosePassword
      purpose="invitation"
      title={(name) => `Welcome, ${name}`}
      lead="Choose a password to accept the invitation. Nobody else ever sets it."
      submitLabel="Accept the invitation"
      done="The invitation is accepted. Sign in with your e-mail and the password you just chose."
      refusedFoot="An Administrator of your program can send the invitation again."
    />
  );
}
