const page = { left: false };

/** Leaves the wizard for the list; what was asked already is not asked by the browser again. */
export function leaveWizard(to = "/tenants"): void {
  page.left = true;
  window.location.assign(to);
}

/** Asks before the tab is closed or another address opened. Returns the way to stop asking. */
export function warnBeforeLeaving(): () => void {
  const warn = (event: BeforeUnloadEvent) => {
    if (!page.left) event.preventDefault();
  };
  window.addEventListener("beforeunload", warn);
  return () => window.removeEventListener("beforeunload", warn);
}
