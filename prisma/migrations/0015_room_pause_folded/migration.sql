-- Whether a room is paused is folded from its sittings; kept beside them it said so of rooms where nobody was paused.
ALTER TABLE "ExamRoom" DROP COLUMN "pausedAt";
