import express from "express";
import { runApp } from "~/server/run-app";

// The app process without its pages: what it takes up when it starts.
await runApp(express());
