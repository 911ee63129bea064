import { runAttempt } from "./child";
import { ParentLink } from "./parent-link";
import { dieWithParent } from "./parent-watch";

dieWithParent();

const link = new ParentLink((job, key) => {
  void runAttempt(job, key, link).then(async (last) => {
    await link.end(last);
    process.exit(0);
  });
});

link.send({ type: "ready" });
