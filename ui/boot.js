// The security policy allows no inline script, so these two lines have a file.
import start from "./page.js";
start();
