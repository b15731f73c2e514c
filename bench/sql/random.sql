-- The only source of chance: the same row and stream give the same number.

-- step: random numbers
create function benchgen.rnd(i bigint, s int) returns double precision language sql immutable parallel safe as
$$ select ((hashint8extended(i, {seed}*1000::bigint + s) & 1125899906842623)::double precision + 0.5)
        / 1125899906842624.0 $$;
