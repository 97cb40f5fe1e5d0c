#!/usr/bin/env bash
# What the lab's machine does: makes the VFs, installs the wheel under test, and runs tests/lab/guest. Runs in it as root.
# Wheel, tests, pytest's arguments and settings lie on its share; the results go there. A line with == begins a part.
set -euo pipefail
cd /root
export HOME=/root LANG=C.UTF-8 PATH=/opt/vftui/bin:$PATH

echo "== VFs"
echo "$(. /etc/os-release && echo "$PRETTY_NAME"), Linux $(uname -r), libvirt $(libvirtd --version | sed 's/.* //')"
udevadm settle
for card in 0000:01:00.0 0000:02:00.0; do
    echo 7 >"/sys/bus/pci/devices/$card/sriov_numvfs"
done
udevadm settle

echo "== Installation"
card=$(grep -l 52:54:00:00:03:00 /sys/class/net/*/address | cut -d/ -f5)
ip address add 10.0.2.15/24 dev "$card" # where QEMU expects it
ip link set "$card" up
install -D -m 600 /mnt/lab/authorized_keys /root/.ssh/authorized_keys
systemctl start ssh
pip install --quiet --no-index --no-deps /mnt/lab/*.whl
tar -xf /mnt/lab/tests.tar

echo "== Tests"
set -a
. /mnt/lab/settings
VFTUI_LAB_GUEST=1 VFTUI_TEST_PATIENCE=120 CI=true HYPOTHESIS_PROFILE=dev PYTHONUNBUFFERED=1
set +a
readarray -t arguments </mnt/lab/arguments
status=0
# The report of a test is in the results only in this form of theirs.
pytest -v --color=no -p no:cacheprovider -o faulthandler_timeout=600 -o testpaths=tests/lab/guest \
    -o junit_family=xunit1 --junit-xml=/mnt/lab/results.xml "${arguments[@]}" || status=$?

echo "== Tests from outside"
until [[ -e /mnt/lab/outside-done ]]; do sleep 1; done
exit "$status"
