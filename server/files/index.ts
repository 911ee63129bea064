export { deleteFile } from "./delete";
export { type UploadedFile, uploadFolder } from "./file";
export { forgetFiles } from "./forget";
export { listFiles } from "./get";
export { readImage } from "./image";
export { type Logo, tenantLogo } from "./logo";
export { FILE_TYPES, fileIdInput, fileName, listFilesInput, uploadFileInput } from "./schemas";
export { uploadSums } from "./sums";
export { uploadFile } from "./upload";
