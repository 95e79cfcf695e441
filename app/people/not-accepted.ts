/** By this sentence the refusal's page knows to show the way to one's duties. */
export const NOT_ACCEPTED = "这个考场派给了您，任务还没有接受。请先接受任务，再打开考场。";
