#!/usr/bin/env bash
# A study and a report on a real Slurm: installs Debian's slurm-wlm and munge, starts a controller and a node on this machine with ports, keys and folders
# of their own, submits an array of four workers and its merge by the scripts of `study slurm`, kills one worker (kill -9) and requeues
# another, and compares every result with those of an uninterrupted run; then a report by an array of two tasks. Needs root (or sudo), no systemd, no cgroups.
# Usage: tests/slurm/run.sh [WORKBOOK.dll]; builds the command line where none is given.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ "$(id -u)" = 0 ] || exec sudo --preserve-env=PATH,DOTNET_ROOT "$PWD/tests/slurm/run.sh" "$@"
if ! { command -v slurmd && command -v slurmctld && command -v munged && command -v sbatch; } >/dev/null; then
  command -v apt-get >/dev/null || { echo "Install slurm-wlm and munge; this system has no apt-get to do it here."; exit 1; }
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends slurm-wlm munge
fi

workbook=${1:-}
if [ -z "$workbook" ]; then
  dotnet build lib/Workbook -v q
  workbook=lib/Workbook/bin/Debug/net10.0/Workbook.dll
fi

scratch=$(mktemp -d)
chmod 755 "$scratch"
mkdir "$scratch"/{munge,state,spool}
pids=()
finish() {
  local code=$?
  set +e # clean up to the end
  [ "$code" = 0 ] || tail -n 20 "$scratch"/*.log "$scratch"/store/logs/*.log 2>/dev/null
  scancel --quiet --user="$(id -un)" 2>/dev/null && wait_for 60 "the end of the jobs" ended "${array:-0}"
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done
  wait
  rm -rf "$scratch"
  exit "$code"
}
trap finish EXIT

# wait_for SECONDS WHAT COMMAND...: until the command holds.
wait_for() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || { echo "Waited in vain for $what."; return 1; }
    sleep 0.2
  done
}

ended() { [ -z "$(squeue --noheader --jobs="$1" 2>/dev/null)" ]; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

host=$(hostname -s)
export SLURM_CONF="$scratch/slurm.conf"
cat > "$SLURM_CONF" <<CONF
ClusterName=metamers
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
AuthType=auth/munge
AuthInfo=socket=$scratch/munge/socket,cred_expire=10
StateSaveLocation=$scratch/state
SlurmdSpoolDir=$scratch/spool
SlurmctldPidFile=$scratch/slurmctld.pid
SlurmdPidFile=$scratch/slurmd.pid
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 RealMemory=8000
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
# Slurm 22.05 (Debian 12) knows no "disabled", and looks for itself whether there are cgroups.
version=$(slurmd -V | awk '{ print $2 }')
[[ "$version" < 23 ]] || echo "CgroupPlugin=disabled" > "$scratch/cgroup.conf"

head -c 64 /dev/urandom > "$scratch/munge/key"
chmod 600 "$scratch/munge/key"
munged --foreground --force --key-file="$scratch/munge/key" --socket="$scratch/munge/socket" \
  --pid-file="$scratch/munge/pid" --seed-file="$scratch/munge/seed" > "$scratch/munged.log" 2>&1 &
pids+=($!)
wait_for 20 "munged" test -S "$scratch/munge/socket"
slurmctld -D > "$scratch/slurmctld.log" 2>&1 &
pids+=($!)
wait_for 30 "slurmctld" sinfo
slurmd -D -N "$host" > "$scratch/slurmd.log" 2>&1 &
pids+=($!)
is_idle() { sinfo --noheader --format=%t | grep -qx idle; }
wait_for 60 "an idle node" is_idle
sinfo --version

study=tests/slurm/study.json
echo "== uninterrupted"
OMP_NUM_THREADS=1 dotnet "$workbook" study run "$study" --store "$scratch/whole"
OMP_NUM_THREADS=1 dotnet "$workbook" study merge "$study" --store "$scratch/whole"

echo "== on Slurm"
store="$scratch/store"
dotnet "$workbook" study slurm "$study" --store "$store" --tasks 4 --cores 1 --memory 1 --time 30 --lease 5
submitted=$(bash "$store/slurm/on-slurm/submit.sh")
echo "$submitted"
array=$(sed -E 's/workers: job ([0-9]+);.*/\1/' <<< "$submitted")
merge=$(sed -E 's/.*last job: ([0-9]+)$/\1/' <<< "$submitted")

done_items() { find "$store/items" -name '*.safetensors' 2>/dev/null | wc -l; }
has_begun() { [ "$(done_items)" -ge 4 ]; }
wait_for 300 "the first results" has_begun
squeue

# The second task dies as by a failure of its node, the third is put back into the queue.
victim=$(scontrol listpids "$(squeue --noheader --jobs="${array}_2" --format=%A)" | awk 'NR > 1 { print $1 }' | while read -r pid; do
  if tr '\0' ' ' < "/proc/$pid/cmdline" | grep -q "dotnet .* study run"; then echo "$pid"; fi
done | head -n 1)
kill -9 "$victim"
echo "killed process $victim of task ${array}_2 after $(done_items) pieces of work"
scontrol requeue "${array}_3"
echo "requeued task ${array}_3"

wait_for 600 "the workers" ended "$array"
wait_for 300 "the merge" ended "$merge"
for task in 1 2 3 4; do
  scontrol show job "${array}_$task" | tr ' ' '\n' | grep -E '^(JobState|Restarts|ExitCode)=' | tr '\n' ' '
  echo "task $task"
done
tail -n 2 "$store"/logs/*.log

echo "== comparison"
diff -r "$scratch/whole/items" "$store/items"
diff -r "$scratch/whole/merged" "$store/merged"
scontrol show job "${array}_2" | grep -q "JobState=FAILED" || { echo "Task 2 was killed, yet Slurm does not say so."; exit 1; }
scontrol show job "${array}_3" | grep -q "Restarts=1" || { echo "Task 3 was not requeued."; exit 1; }
taken=$(find "$store/claims" -mindepth 2 -name 2 | wc -l)
echo "$(done_items) pieces of work and the merged tables are equal byte for byte; $taken taken up again after the kill."

echo "== a report"
dotnet "$workbook" report tests/Metamers.Tests/Golden/onnx/small.onnx --stimuli dead-leaves --count 1 --slurm 2 -o "$scratch/shared"
submitted=$(bash "$scratch/shared/slurm/submit.sh" --mem=3G)
echo "$submitted"
array=$(sed -E 's/workers: job ([0-9]+);.*/\1/' <<< "$submitted")
wait_for 300 "the shares" ended "$array"
wait_for 300 "the report" ended "$(sed -E 's/.*last job: ([0-9]+)$/\1/' <<< "$submitted")"
tail -n 2 "$scratch"/shared/slurm/logs/*.log
grep -q '"label": "small"' "$scratch/shared/record.json"
echo "The report is there."
