import "@fontsource-variable/inter";
import "@fontsource-variable/source-serif-4";

/*
 * Faces a tenant's branding may ask for, where the portal shows it. Browsers fetch a file only where its letters are
 * drawn in it.
 */
