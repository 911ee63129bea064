import { OperatorsOnly } from "@/components/layout/operators-only";

export default OperatorsOnly;
