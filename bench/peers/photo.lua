-- For wrk: sends the photo that PHOTO names, and prints what SideBySide reads.
wrk.method = "POST"
wrk.headers["Content-Type"] = "image/jpeg"
local file = assert(io.open(os.getenv("PHOTO"), "rb"))
wrk.body = file:read("*a")
file:close()

-- Answers, those of them that were not 200, requests without an answer; microseconds in all, at the median, at 99 %.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("figures %d %d %d %d %d %d\n", summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, summary.duration,
    latency:percentile(50), latency:percentile(99)))
end
