export type { Bookmark, BookmarkList, MissingValues, OpenedBookmark } from "./bookmark";
export { bookmarksOf } from "./find";
export { bookmarksKept, endBookmarks, handOverBookmarks } from "./leaver";
export { listBookmarks } from "./list";
export { goToBookmark, openBookmark, placeSeen } from "./open";
export { bringBookmarkBack, dropBookmark, removeBookmark, restoreBookmark } from "./remove";
export { keepBookmark, saveBookmark } from "./save";
export {
  bookmarkChanges,
  bookmarkIdInput,
  defaultBookmarkInput,
  ofAppInput,
  saveBookmarkInput,
  updateBookmarkInput,
} from "./schemas";
export { setDefaultBookmark, startingBookmark, startWithBookmark } from "./start";
export { changeBookmark, updateBookmark } from "./update";
