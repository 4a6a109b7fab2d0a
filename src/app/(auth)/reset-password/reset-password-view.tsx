"use client";

import { ChoosePassword } from "../choose-password";

export function ResetPasswordView() {
  return (
    <ChoosePassword
      purpose="password_reset"
      title={() => "Choose a new password"}
      lead="Your sessions end with it, and approval codes already sent to you stop working."
      submitLabel="Set the new password"
      done="The new password is set and every earlier session has ended."
    />
  );
}
