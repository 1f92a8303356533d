#!/bin/sh
# What Ansible makes of each inventory here, as recorded.json has it: pip install ansible-core, then ./record.sh >recorded.json
set -eu
cd "$(dirname "$0")"
export ANSIBLE_LOCALHOST_WARNING=False ANSIBLE_NOCOLOR=1
message='{{ {"address": ansible_host | default(inventory_hostname), "user": ansible_user | default(omit),
  "port": ansible_port | default(omit), "groups": group_names} }}'
for inventory in ini/production yaml/inventory.yml folder; do
  ansible all -i "$inventory" -o -m debug -a "msg='$message'" | sed "s|^|$inventory |"
done | python3 -c '
import json, sys
found = {}
for line in sys.stdin:
    inventory, host, said = line.split(" ", 2)
    found.setdefault(inventory, {})[host] = json.loads(said[said.index("{"):])["msg"]
print(json.dumps(found, indent=2, sort_keys=True))
'
