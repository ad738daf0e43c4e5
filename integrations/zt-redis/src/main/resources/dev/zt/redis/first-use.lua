-- One use of a proof, asked and remembered at once. All of the memory is lost together or the loss is seen: the process
-- that remembers is named in it, and what its parts count must agree, so neither a restart from an older snapshot, nor
-- another server that took over, nor an eviction passes for a proof that was never used.
local state, used, ends, held = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local proof, caller = ARGV[1], ARGV[2]
local last, life, capacity = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

local now = tonumber(ARGV[6])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local process = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
local known = redis.call('HMGET', state, 'process', 'since', 'forgotten', 'count')
local since, forgotten, count = tonumber(known[2]), tonumber(known[3]), tonumber(known[4])
local remembered = redis.call('HLEN', used)
if known[1] ~= process or not since or not forgotten or count ~= remembered or remembered ~= redis.call('ZCARD', ends) then
  redis.call('DEL', state, used, ends, held)
  since, forgotten, count = now, 0, 0
  redis.call('HSET', state, 'process', process, 'since', since, 'forgotten', 0, 'count', 0)
end
if proof == '' then
  return {'BEGUN', since}
end

-- A few at a time, so that no use pays for all that ended in one second. Instances may differ in the skew they allow, so
-- what has ended is kept for a minute more.
local over = redis.call('ZRANGEBYSCORE', ends, '-inf', now - 60000, 'WITHSCORES', 'LIMIT', 0, 16)
for i = 1, #over, 2 do
  local holder = redis.call('HGET', used, over[i])
  redis.call('HDEL', used, over[i])
  redis.call('ZREM', ends, over[i])
  if redis.call('HINCRBY', held, holder, -1) <= 0 then
    redis.call('HDEL', held, holder)
  end
  forgotten = math.max(forgotten, tonumber(over[i + 1]))
end
if #over > 0 then
  count = count - #over / 2
  redis.call('HSET', state, 'count', count, 'forgotten', forgotten)
end

if redis.call('HEXISTS', used, proof) == 1 then
  return {'SEEN', since}
end
if last <= now or last <= forgotten then
  return {'FORGOTTEN', since}
end
-- It could have been used before the memory began, or it lies so far ahead that after a loss nobody could tell.
if last - now > life or last - life < since then
  return {'UNAVAILABLE', since}
end

-- Below half anybody; then each its share of the rest; the last eighth only for those who hold next to nothing.
if count >= capacity / 2 then
  local most = capacity / 1024
  if count < capacity / 8 * 7 then
    most = math.max(most, capacity / 2 / (redis.call('HLEN', held) + 1))
  end
  if count >= capacity or tonumber(redis.call('HGET', held, caller) or 0) >= most then
    return {'SHARE_EXHAUSTED', since}
  end
end
redis.call('HSET', used, proof, caller)
redis.call('ZADD', ends, last, proof)
redis.call('HINCRBY', held, caller, 1)
redis.call('HSET', state, 'count', count + 1)
return {'FIRST', since}
