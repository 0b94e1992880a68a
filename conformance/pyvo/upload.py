"""Uploads a table with every kind of column by pyvo, at once and as a job: says which column came back changed."""
import json
import sys

import numpy as np
import pyvo
from astropy.table import MaskedColumn, Table

service = pyvo.dal.TAPService(sys.argv[1])
table = Table()
table['id'] = np.arange(5, dtype='int64')
table['ra'] = MaskedColumn([10.5, 20, 30, 40, 50.0], unit='deg', mask=[0, 0, 1, 0, 0])
table['dec'] = np.array([1, 2, 3, 4, 5.5], dtype='float32')
table['flag'] = [True, False, True, True, False]
table['name'] = ['a', 'bb', '', 'd', '\u00fc\u2603']
table['pair'] = np.arange(10).reshape(5, 2)
changed = []
for run in (service.run_sync, service.run_async):
    found = run('SELECT * FROM TAP_UPLOAD.mine ORDER BY id', uploads={'mine': table}).to_table()
    changed += [name for name in table.colnames if list(map(str, found[name])) != list(map(str, table[name]))]
    changed += [name for name in table.colnames if found[name].unit != table[name].unit]
both = service.run_sync(
    'SELECT COUNT(*) AS n FROM TAP_UPLOAD.a JOIN TAP_UPLOAD.b USING (id)', uploads={'a': table, 'b': table}
)
print(json.dumps({'changed': changed, 'joined': int(both['n'][0])}))
